import { Button, Modal } from "antd";
import { useWords } from "../shell/words";

const KEYS = [
  ["move", "j k ↓ ↑"],
  ["select", "x"],
  ["open", "Enter"],
  ["search", "/"],
  ["list", "Enter ↓"],
  ["clear", "Esc"],
  ["help", "?"],
] as const;

export function QueueKeys({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const say = useWords().queue;
  return (
    <>
      <Button type="text" onClick={() => onOpen(true)}>
        {say.keysOpen}
      </Button>
      <Modal title={say.keysTitle} open={open} footer={null} width={420} destroyOnHidden onCancel={() => onOpen(false)}>
        <dl className="keys">
          {KEYS.map(([what, keys]) => (
            <div key={what}>
              <dt>
                {keys.split(" ").map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{say.keys[what]}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}
