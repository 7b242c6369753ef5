(** The whole. *)

open Core

type t
(** What it is. *)

type u = A | B of int (** two *)

val add : ?y:int -> z:bool -> int -> (int -> int) -> int
(** Adds. More. *)

val undocumented : unit -> t
(** Documents the next. *)
val next : t

val ( + ) : int -> int -> int
val old : int [@@deprecated "x"]
external len : string -> int = "x"
exception X of int
module type S = sig val x : int end
module M : S with type t = int
module F (X : S) : sig
  val y : int
  (** y of F *)
end
include module type of struct include Foo end
include S
class c : int -> object method m : int end
