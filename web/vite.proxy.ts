/** In development the API is a running `bridgehead demo`; both faces then share its origin. */
export const serverProxy = {
  "/api": process.env["BRIDGEHEAD_URL"] ?? "http://127.0.0.1:8080",
};
