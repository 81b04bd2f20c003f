import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { serverProxy } from "./vite.proxy.ts";

/** Most visitors read Chinese: their words are asked for together with the code, not after it. */
const chineseFirst: Plugin = {
  name: "chinese-first",
  transformIndexHtml: {
    order: "post",
    handler: (_html, { bundle }) => {
      const chunk = Object.values(bundle ?? {}).find((one) => one.type === "chunk" && one.facadeModuleId?.endsWith("/words/zh.ts"));
      return chunk ? [{ tag: "link", attrs: { rel: "modulepreload", href: `/pocket/${chunk.fileName}` }, injectTo: "head" }] : [];
    },
  },
};

export default defineConfig({
  root: "pocket",
  base: "/pocket/",
  publicDir: "../public-pocket",
  plugins: [
    react(),
    chineseFirst,
    VitePWA({
      strategies: "injectManifest",
      srcDir: "../src/pocket",
      filename: "sw.ts",
      // The page registers it itself, and changes to a new one only when asked.
      injectRegister: false,
      // What reads positions in photos is large and seldom finds one: it comes with the first photo. Why a page is shut few ever read.
      injectManifest: { globPatterns: ["**/*.{js,css,html}"], globIgnores: ["assets/photo-spot-*.js", "assets/not-allowed-*.js"], maximumFileSizeToCacheInBytes: 300_000 },
      manifest: {
        id: "/pocket/",
        name: "桥头堡 随手报",
        short_name: "随手报",
        lang: "zh-CN",
        start_url: "/pocket/",
        scope: "/pocket/",
        display: "standalone",
        background_color: "#f3f5f7",
        theme_color: "#0b4f9e",
        icons: [
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icon.svg", sizes: "any", type: "image/svg+xml" },
        ],
      },
    }),
  ],
  // The same component code is built on Preact: a phone on a weak network loads a fifth of the bytes.
  resolve: {
    alias: [
      { find: /^react$/, replacement: "preact/compat" },
      { find: /^react-dom$/, replacement: "preact/compat" },
      { find: /^react-dom\/client$/, replacement: "preact/compat/client" },
      { find: /^react\/jsx-runtime$/, replacement: "preact/jsx-runtime" },
      { find: /^react\/jsx-dev-runtime$/, replacement: "preact/jsx-runtime" },
    ],
  },
  server: { proxy: serverProxy },
  build: {
    outDir: "../dist/pocket",
    emptyOutDir: true,
    target: "es2020",
    manifest: true,
    // What these two reach is loaded at once in any case; pieces of their own would cost a kilobyte more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "phone", test: /src\/pocket\/(routes|outbox\/sender)\.tsx?$/ }] } } },
  },
});
