// The page of React 19: where React is looked for is up to the server.
import '../react/main.jsx';
