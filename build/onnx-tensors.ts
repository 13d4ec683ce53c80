/** A tensor of a model in the ONNX format, in 32-bit floating point. */
export interface Tensor {
  name: string;
  dimensions: readonly number[];
  values: Float32Array;
}

type Message = 'model' | 'graph' | 'node' | 'attribute' | 'tensor';

/** The fields of ONNX's protocol buffers that lead to tensors: onnx.proto3. */
const LEADING: Record<Message, Readonly<Record<number, Message>>> = {
  model: { 7: 'graph' },
  graph: { 1: 'node', 5: 'tensor' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph' },
  tensor: {},
};

/** Fields of a tensor. */
const DIMENSIONS = 1;
const TYPE = 2;
const NAME = 8;
const RAW = 9;

/** A tensor's type. */
const FLOAT = 1;

/**
 * The tensors of a model with a name, in their order, also those in the branches of its conditions. Of protocol buffers this needs
 * a page of code; a library for them would bring a schema, and the compiler of it.
 */
export function readOnnxTensors(model: Uint8Array): Tensor[] {
  const tensors: Tensor[] = [];
  const visit = (message: Message, bytes: Uint8Array): void => {
    if (message === 'tensor') {
      const tensor = readTensor(bytes);
      if (tensor) tensors.push(tensor);
      return;
    }
    for (const { field, value } of fieldsOf(bytes)) {
      const inner = LEADING[message][field];
      if (inner && typeof value !== 'number') visit(inner, value);
    }
  };
  visit('model', model);
  return tensors;
}

function readTensor(bytes: Uint8Array): Tensor | undefined {
  const dimensions: number[] = [];
  let [type, name, raw] = [0, '', new Uint8Array()];
  for (const { field, value } of fieldsOf(bytes)) {
    if (typeof value === 'number') {
      if (field === DIMENSIONS) dimensions.push(value);
      if (field === TYPE) type = value;
    } else {
      // Numbers of a list are also written in one piece.
      if (field === DIMENSIONS) dimensions.push(...numbersIn(value));
      if (field === NAME) name = new TextDecoder().decode(value);
      if (field === RAW) raw = new Uint8Array(value);
    }
  }
  return type === FLOAT && name !== '' ? { name, dimensions, values: new Float32Array(raw.buffer) } : undefined;
}

interface Field {
  field: number;
  value: number | Uint8Array;
}

/** The fields of a protocol buffer's message; numbers of a fixed width are left out. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length;) {
    const key = numberAt(bytes, at);
    const [field, kind] = [key.value >>> 3, key.value & 7];
    at = key.end;
    if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 0 || kind === 2) {
      const { value, end } = numberAt(bytes, at);
      at = kind === 0 ? end : end + value;
      if (at > bytes.length) throw new RangeError('The model is cut off');
      yield { field, value: kind === 0 ? value : bytes.subarray(end, at) };
    } else throw new TypeError(`The model has a field of kind ${kind}`);
  }
}

function* numbersIn(bytes: Uint8Array): Generator<number> {
  for (let at = 0; at < bytes.length;) {
    const { value, end } = numberAt(bytes, at);
    yield value;
    at = end;
  }
}

/** A number of seven bits a byte, the lowest first. */
function numberAt(bytes: Uint8Array, at: number): { value: number; end: number } {
  for (let [value, unit, end] = [0, 1, at]; ; unit *= 128) {
    const byte = bytes[end++];
    if (byte === undefined) throw new RangeError('The model is cut off');
    value += (byte & 127) * unit;
    if (byte < 128) return { value, end };
  }
}
