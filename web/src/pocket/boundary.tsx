import { Component, type ReactNode } from "react";

interface Props {
  /** Another page gets another chance. */
  page: string;
  fallback: ReactNode;
  children: ReactNode;
}

/** A page whose code does not come (an old version in an old tab) says so instead of going blank. */
export class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: Props) {
    if (before.page !== this.props.page && this.state.failed) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
