const path = require('node:path');

module.exports = {
  entry: './src/main.ts',
  output: { path: path.resolve(__dirname, 'public') },
  devtool: 'source-map',
  module: { rules: [{ test: /\.ts$/, use: 'ts-loader', exclude: /node_modules/ }] },
  resolve: { extensions: ['.ts', '.js'] },
};
