package com.example.app;

import java.util.*;
import static org.junit.Assert.assertEquals;
import com.example.util.Lists;

/**
 * A widget. More {@code text}.
 *
 * @deprecated use Other
 */
@Deprecated
@SuppressWarnings("public")
public abstract sealed class Widget<T extends Comparable<T>> extends Base<T> implements Runnable, java.io.Closeable permits A, B {
	/** Max. */
	public static final int MAX = 10, MIN[] = {1};
	private final String name;
	protected int count = 0;
	volatile long x;
	static { System.out.println(); }
	/** Makes. */
	public Widget(final String name, int... sizes) throws IOException { this.name = name; }
	protected Widget() {}
	@Override public <R> R apply(Function<? super T, R> f, int[] a, String b[]) throws A, B {
		if (a && b || c) { for (;;) {} for (int i : x) {} }
		switch (x) { case 1: break; case 2: default: }
		try {} catch (E e) {}
		Runnable r = new Runnable() { public void run() {} };
		class Local { void m() {} }
		return x ? 1 : 2;
	}
	abstract void todo();
	private static synchronized int[] priv()[] { return null; }
	public interface Listener<E> extends EventListener, Foo { void on(E e); default void off() {} static int s() { return 1; } int K = 5; private void p() {} }
	static class Nested { class Inner { public void deep() {} } }
	enum Color implements Foo { /** red */ RED(1) { @Override int v() { return 1; } }, GREEN; final int code; Color() {} public int v() { return 0; } }
}
record Point<T>(@NonNull int x, T... ys) implements Shape { Point { check(x); } static int z = 1; public int sum() { return x; } }
@interface Anno { String value() default "x"; int[] sizes(); }
class PackagePrivate { public void m(PackagePrivate this, int a) {} }
/** Shapes. They are sealed. */
public sealed interface Shape permits Circle, Square {
	double area();
	/** The name of it, e.g. circle. */
	default String name() { return switch (this) { case Circle c -> "c"; case Square s -> "s"; }; }
	record Circle(double r) implements Shape { public double area() { return r; } }
	non-sealed class Square implements Shape { public double area() { while (true) { do {} while (x); } } }
	enum Unit { CM, INCH { double factor() { return 2.54; } }; double factor() { return 1; } private static final Map<String, Unit> BY_NAME = new HashMap<>() { { put("a", CM); } void inner() {} }; }
	@FunctionalInterface interface Visitor<R extends Object & Comparable<R>> { <T extends Shape> R visit(T shape) throws IOException; }
}
