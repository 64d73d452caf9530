/** Builds the map: into the package for the server, and with `--mode report` as one script and one sheet for a single file. */

import { defineConfig } from "vite";

const BUILT = "../src/anello/web/built";
const API = process.env["ANELLO_API"] ?? "http://127.0.0.1:8765";

export default defineConfig(({ mode }) => {
  const report = mode === "report";
  return {
    base: "./",
    publicDir: report ? false : "public",
    define: { __REPORT__: JSON.stringify(report) },
    server: { proxy: { "/api": API } },
    build: {
      outDir: report ? `${BUILT}/report` : BUILT,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: report ? false : { polyfill: false },
      assetsInlineLimit: 0,
      cssCodeSplit: !report,
      rolldownOptions: report
        ? {
            input: "src/main.ts",
            output: { format: "es", codeSplitting: false, entryFileNames: "anello.js", assetFileNames: "anello[extname]" },
          }
        : {},
    },
  };
});
