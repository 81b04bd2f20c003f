import { Button, Dropdown } from "antd";
import { followPick } from "./menu-pick";
import { useWords } from "./words";

interface Props {
  path: string;
  params?: Record<string, unknown>;
  formats: readonly ("csv" | "xlsx" | "geojson")[];
}

/** What is on screen, as a file: the same filters, all pages. */
export function ExportMenu({ path, params = {}, formats }: Props) {
  const say = useWords().queue;
  const address = (format: string) => {
    const query = new URLSearchParams({ format });
    for (const [key, value] of Object.entries(params)) if (value != null) query.set(key, String(value));
    return `${path}?${query}`;
  };
  const items = formats.map((format) => ({
    key: format,
    label: (
      <a href={address(format)} download>
        {say.formats[format]}
      </a>
    ),
  }));
  return (
    <Dropdown autoFocus trigger={["click"]} menu={{ items, onClick: followPick }}>
      <Button>{say.export}</Button>
    </Dropdown>
  );
}
