import { Button } from "antd";
import type { ReactNode } from "react";
import { useWords } from "./words";

interface Props {
  /** How many are loaded, in words. */
  loaded: ReactNode;
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  size?: "small";
}

/** Below a list that comes page by page: how many are there, and the next ones. */
export function MoreFoot({ loaded, list, size }: Props) {
  const words = useWords();
  return (
    <div className="table-foot quiet">
      <span className="num" aria-live="polite">
        {loaded}
      </span>
      {list.hasNextPage && (
        <Button {...(size && { size })} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  );
}
