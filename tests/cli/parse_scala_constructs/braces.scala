package com.example
package deep

import scala.collection.mutable
import java.util.{List => JList, Map, _}
import cats.implicits._, cats.data.{NonEmptyList => Nel}
import com.example.other.Thing

/** A user of it. More.
  * @param name not this
  */
@deprecated("x", "1.0")
abstract class User[T <: Ordered[T], +U](
    private val name: String,
    var age: Int = 3,
    plain: Int // no member
)(implicit ev: Foo[T])
    extends Base[T](name)
    with Face
    with Bar {
  self: Other =>
  def this(x: Int) = this("a", x)
  val a: Int = 1
  private[deep] var b = "x"
  protected[this] lazy val c: Int = { val hidden = 2; hidden }
  val (d, e) = pair
  val f, g = 1
  type Alias = Map[String, Int]
  type Abs <: Foo
  def need: Int
  def need2(x: Int): Unit

  /** Everything that decides. */
  override protected final def gen[V: Ordering, W >: T](a: Int, b: String = "x, y", c: V*)(
      block: => Int
  )(implicit w: W): List[V] = {
    if (a > 1 && b == "" || c.isEmpty) 1 else if (a < 3) 2 else 3
    for (i <- 1 to 2; if i > 1; j <- x) yield i
    while (x) { }
    do { } while (x)
    x match {
      case 1 | 2          => 3
      case Foo(y) if y > 1 => 4
      case _              => 5
    }
    try { } catch { case e: IOException => 1; case NonFatal(e) => 2 } finally { }
    list.map(_ + 1).filter { x => x > 1 }.foreach { case (a, b) => a }
    def local(p: Int) = if (p > 1) 2 else 3
    val anon = new Foo { def bar() = 1 }
    s"a $x ${if (y) "}" else z} b" + """raw { " """
  }
  def +(o: Int): User[T, U] = this
  def unary_- = 1
  def `quoted name` = 1
  def proc() { x }
  implicit def conv(x: Int): Foo = new Foo
  implicit class Ops(val x: Int) extends AnyVal { def twice = x * 2 }
  @tailrec private def t(): Unit = ()
  val callback = new Handler {
    def handle(x: Int) = 1
  }
}

object User extends Foo {
  val Max = 1
  def apply(x: Int) = 1
  case class Inner(a: Int, b: String = "x")(c: Int)
}
case class D(a: Int, private val b: String)
case object Only
sealed trait Face extends A with B { def m(): Int; def d = 1; val p: Int }
package object utils { def helper = 1 }
trait Kinded[F[_], -A]
