import { Component, type ReactNode } from "react";

interface Props {
  /** Another page gets another chance. */
  page: string;
  fallback: ReactNode;
  children: ReactNode;
}

/** A page whose code does not come (an old version in an old tab) says so instead of going blank. */
export class Boundary extends Component<Props, { failed: string | undefined }> {
  override state = { failed: undefined };

  static getDerivedStateFromError() {
    return { failed: "" };
  }

  override componentDidUpdate(before: Props) {
    if (before.page !== this.props.page && this.state.failed !== undefined) this.setState({ failed: undefined });
  }

  override render() {
    return this.state.failed === undefined ? this.props.children : this.props.fallback;
  }
}
