import { FC, useState } from 'react';
import type { Theme } from '../theme';

export interface ButtonProps<T = string> {
	/** What it says. */
	label: string;
	value?: T;
	onClick?(event: MouseEvent): void;
}

/** A button. Press it. */
export const Button: FC<ButtonProps> = ({ label, onClick }) => {
	const [on, setOn] = useState(false);
	const toggle = () => setOn(!on);
	return on ? <b onClick={toggle}>{label}</b> : null;
};

export function List<T,>({ items, render }: { items: T[]; render: (x: T) => JSX.Element }) {
	return <ul>{items.map((x) => <li>{render(x)}</li>)}</ul>;
}

export default class Panel extends React.Component<ButtonProps, { open: boolean }> {
	state = { open: false };
	static defaultProps: Partial<ButtonProps> = {};
	componentDidMount() {}
	private handle = (e: Event) => { if (e && this.state) { } };
	render() { return <Button label="x" />; }
}

export const Memo = React.memo(Button);
const Styled = styled.div<{ wide: boolean }>`color: red;`;
export const useThing = <T extends object>(x: T): [T, () => void] => [x, () => {}];
export type { Theme };
