package x.y

import a.b.*
import c.{given, D as E}
import x.y.z

enum Color(val rgb: Int):
  case Red extends Color(1)
  case Green, Blue
  def hex = 1

enum Opt[+T]:
  case Some(x: T)
  case None

/** Shows. */
trait Show[A]:
  def show(a: A): String
  extension (a: A) def shown: String = show(a)
end Show

given intShow: Show[Int] with
  def show(a: Int) = a.toString
given Show[String] = new Show[String] { def show(a: String) = a }
given [A](using Show[A]): Show[List[A]] with
  def show(a: List[A]) = ""

extension (s: String)
  def shout: String = s.toUpperCase
  def twice(n: Int): String = s * n

opaque type Id = Int
type Fn = [X] =>> List[X]

def top(using ctx: Ctx)(x: Int): Int =
  if x > 1 && x < 3 then 1
  else if x == 5 then 2
  else 3

val y = 1

class C(x: Int) derives Eq, Ord:
  private val z = 2
  def m(a: Int) =
    x match
      case 1 => 2
      case _ => 3
    for i <- 1 to 2 do println(i)
    while x > 1 do ()
    try foo() catch case e: E => 1
  inline def inl(inline a: Int) = 1
  infix def inf(o: C) = 1
  export z.*

object O:
  @main def run(args: String*) = ()
case class P[A](a: A)(using B)
