import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { serverProxy } from "./vite.proxy.ts";

export default defineConfig({
  root: "console",
  base: "/console/",
  publicDir: "../public-console",
  plugins: [react()],
  worker: { format: "es" },
  server: { proxy: serverProxy },
  build: {
    outDir: "../dist/console",
    emptyOutDir: true,
    target: "es2022",
    // The map library is one lazy chunk that cannot be cut further.
    chunkSizeWarningLimit: 1300,
    manifest: true,
  },
});
