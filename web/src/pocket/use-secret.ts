import { useEffect, useState } from "react";
import { secretIn } from "./own-reports";

/** What stands in the fragment of a link: fragments are not sent, so no log or proxy ever holds it. */
export function useSecret(): string | undefined {
  const [secret, setSecret] = useState(() => secretIn(location.hash));
  useEffect(() => {
    const update = () => setSecret(secretIn(location.hash));
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return secret;
}
