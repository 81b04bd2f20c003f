import { useRef } from "react";
import { uuid7 } from "../api/uuid7";

/** Names a command: sent again it keeps its name, so that nothing is made twice; another one has another name. */
export function useCommandKey() {
  const last = useRef({ body: "", key: "" });
  return (body: unknown) => {
    const text = JSON.stringify(body);
    if (last.current.body !== text) last.current = { body: text, key: uuid7() };
    return last.current.key;
  };
}
