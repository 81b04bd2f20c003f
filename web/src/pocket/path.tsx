import { useEffect, useState, type ReactNode } from "react";

/** A few pages need no router library on a weak phone network. */
const BASE = "/pocket";
const changed = new EventTarget();

function current(): string {
  const path = location.pathname.slice(BASE.length).replace(/\/+$/, "");
  return path === "" ? "/" : path;
}

export function go(path: string): void {
  history.pushState(null, "", BASE + path);
  changed.dispatchEvent(new Event("go"));
  scrollTo(0, 0);
}

export function usePath(): string {
  const [path, setPath] = useState(current);
  useEffect(() => {
    const update = () => setPath(current());
    addEventListener("popstate", update);
    changed.addEventListener("go", update);
    return () => {
      removeEventListener("popstate", update);
      changed.removeEventListener("go", update);
    };
  }, []);
  return path;
}

interface LinkProps {
  to: string;
  className?: string;
  /** Whether it leads to where the reader is. */
  current?: boolean;
  children: ReactNode;
}

export function Link({ to, className, current, children }: LinkProps) {
  return (
    <a
      href={BASE + to}
      className={className}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
