@file:JvmName("Input")
package com.example.deep

import kotlin.math.*
import java.util.List as JList
import com.example.other.Thing
import kotlinx.coroutines.delay

/**
 * A user of it. More.
 */
@Deprecated("x", ReplaceWith("y"))
abstract class User<T : Any, out U>(
    private val name: String,
    var age: Int = 3,
    vararg rest: String,
    plain: Int,
) : Base<T>(name), Face, Bar by delegate where T : Comparable<T> {
    constructor(x: Int) : this("a") { if (x > 0) foo() }

    init {
        if (age > 1 || rest.isEmpty()) check()
    }

    val a: Int = 1
    private var b = "x"
    lateinit var c: Thing
    val computed: Int get() = if (age > 1) 1 else 2
    var full: Int = 0
        get() = field
        private set(value) {
            if (value > 1 && value < 3) field = value
        }
    var shut = 1
        protected set
    @get:JvmName("x") val lazily by lazy { val hidden = 1; hidden }

    abstract fun need(): Int

    /** Everything that decides. */
    protected open suspend fun <V> gen(
        a: Int, b: String = "x, y", // two
        vararg c: V, block: (Int) -> Unit = { },
    ): List<V> where V : Face {
        if (a > 1 && b == "" || c.isEmpty()) { } else if (a < 3) { } else { }
        outer@ for (i in 1..2) { continue@outer }
        while (x) { }
        do { } while (x)
        val r = when (x) { 1, 2 -> 3; is Foo -> 4; in 1..3 -> 5; else -> 6 }
        when {
            a > 1 -> b
            else -> c
        }
        try { } catch (e: IOException) { } finally { }
        val z = x ?: return emptyList()
        list.map { it + 1 }.filter { x -> x > 1 }
        fun local(p: Int) = if (p > 1) 2 else 3
        val anon = fun(x: Int): Int { return x }
        val o = object : Foo { override fun bar() { } }
        val text = "a $x ${if (y) "}" else "{"} b" + """raw ${z} " \ """
        return@gen x
    }

    internal inline fun <reified R> inl(noinline f: () -> R) = f()
    override fun toString() = "x"
    operator fun plus(o: Int): User<T, U> = this
    infix fun and(o: Int) = 1

    companion object {
        const val MAX = 1
        @JvmStatic
        fun make() = null
    }

    object Single { val q = 1 }
    inner class In
    enum class E(val x: Int) : I {
        A(1),
        @Deprecated("x")
        B(2) {
            override fun z() {}
        };

        fun w() = 1
        companion object { fun of(x: Int) = A }
    }
    data class D(val a: Int, private val b: String = "x", @Ann var c: Int)
    sealed class S { class X : S(); object Y : S() }
    interface Nested { val p: Int; fun m(); fun d() { } }
    annotation class Ann(val v: String)
    @JvmInline value class V(val x: Int)
}

class Named { companion object Factory : F { fun make() = 1 } }
fun interface Fn { fun call(x: Int) }
typealias Handler<T> = (T) -> Unit
fun topLevel(a: Int): Int = a
fun String.trimmed(a: Int) = trim()
fun <T> List<T>.second(): T where T : Any = this[1]
fun ((Int) -> Unit).twice() {}
fun a.b.Deep<Int>?.orNull() {}
val String.size2: Int get() = length * 2
var <T> List<T>.first2: Int
    get() = 1
    set(v) {}
private const val C = 1
internal val top: Int by lazy { 1 }
val (d1, _, d2) = triple
expect fun platform(): Int
actual class Act
internal actual constructor(val x: Int)
data object Only
external fun ext()
fun `name with spaces`() {}
@Target(CLASS)
annotation class Marker

class Soft<S> @Published internal constructor(private var final: Boolean) {
    fun words() {
        val by = make()
        get(by)
        by.run()
        final = true
        val f = suspend { 1 }
        val t = $$"${" + """"quoted""""
        when (t) {
            is Foo if f != null -> 1
            else -> 2
        }
    }

    val size
        @JvmName("size")
        get() = 1
    val typed: @Serializable(with = X::class) Int = 1
}

context(scope: Scope)
fun inContext(body: context(Scope) () -> Unit) {}
sealed interface SI
