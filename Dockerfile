# The stand-alone server, kaltura-avatar-server: docker build -t kaltura-avatar-server .
# What it is made of runs anywhere that Node does, so it is made once, whatever the image is for.
FROM --platform=$BUILDPLATFORM node:24-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
COPY demo/react-18/package.json demo/react-18/
RUN npm ci --ignore-scripts
COPY . .
RUN npm pack --pack-destination /tmp
WORKDIR /server
# Redis and Valkey are reached by an optional package, here in the version that the tests ran with.
RUN npm install --omit=dev --ignore-scripts /tmp/kaltura-avatar-*.tgz \
    "@redis/client@$(node -p "require('/source/package-lock.json').packages['node_modules/@redis/client'].version")"

FROM node:24-alpine3.22
# hadolint ignore=DL3018
RUN apk add --no-cache tini
WORKDIR /server
COPY --from=build /server/node_modules node_modules
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3001
USER node
EXPOSE 3001
# That the process lives: one that is merely not ready gains nothing from being started anew.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD wget -q -O /dev/null "http://127.0.0.1:${PORT}/health" || exit 1
ENTRYPOINT ["/sbin/tini", "--", "node", "node_modules/kaltura-avatar/dist/server/cli.js"]
