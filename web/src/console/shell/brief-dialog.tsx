import { Modal, type ModalProps } from "antd";
import { useEffect, useState } from "react";

/**
 * A dialog that is there only while it is open. The kit gives the focus back to what opened a dialog when that closes, but not
 * when it goes at once; so it is done here. Where what opened it is gone as well, the page itself takes the focus.
 */
export function BriefDialog(props: Omit<ModalProps, "open" | "footer" | "destroyOnHidden">) {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement && document.activeElement !== document.body) return;
      const back = before instanceof HTMLElement && before.isConnected ? before : document.getElementById("main");
      back?.focus({ preventScroll: true });
    },
    [before],
  );
  return <Modal open footer={null} destroyOnHidden {...props} />;
}
