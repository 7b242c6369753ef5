(* a plain comment *)
(** The module's own. *)

open Core
open! Printf
include Foo.Make (Bar)
module M = Map.Make (String)
module List = ListLabels
#use "topfind";;
#require "lwt";;

(** A point. More. *)
type point = {
  x : int; (** How far right. *)
  mutable y : float;
}
[@@deriving show, eq]

type shape =
  | Circle of float  (** a round one *)
  | Square of { side : int; w : float }
  | Empty
and ('a, +'b) tree = Leaf | Node of 'a tree * 'b
type t = int
type abstract
type 'a pair = 'a * 'a
type color = [ `Red | `Green of int ]
type ext = ..
type ext += A | B of int
type again = M.again = C | D
type nonrec hidden = private t
exception Not_here of string
exception Other = Not_here

(** Adds. More. *)
let add ?(y = 1) ~z ?opt ~l:(k : int) (x : int) w : int =
  if x > 0 && y > 0 || z then x
  else if w then y
  else begin
    match x with
    | 0 -> 1
    | n when n > 1 -> 2
    | _ -> 3
  end

let rec fact n = if n = 0 then 1 else n * fact (n - 1)
and even = function 0 -> true | n -> odd (n - 1)

let constant = 42 (** the answer *)
let f = fun x y -> x
let (+.) a b = a
let ( let* ) x f = f x
let x, y = (1, 2)
let () = main ()
let _ = ignore
let _internal () (a, b) { c; _ } = 1
external length : string -> int = "caml_len" [@@noalloc]

module type S = sig
  type t
  val create : ?size:int -> int -> t
  (** Makes one. *)

  val v : int
end

module Make (X : S) (Y : S) : S with type t = X.t = struct
  type t = X.t
  let create n = X.create n
  exception Inside
end

module rec One : sig val a : int end = struct let a = 1 let b = 2 end
and Two : S = One

class ['a] point2 init = object (self)
  inherit base
  inherit [int] other as super
  val mutable x = init
  method get_x = x
  method private move d = x <- x + d
  method virtual v : int
  method typed : int -> int = fun n -> n
  initializer print_endline "x"
end
class type pt = object method get_x : int end

let old x = x [@@deprecated "use new"]
let g x =
  let local y = let open Inner in y in
  try foo x with Not_found -> 1 | Failure _ -> 2
let loop () = while true do for i = 0 to 1 do () done done
let h : type a. a -> int -> int = fun a -> fun i -> i
let rec typed : int -> int = fun x -> x
let s = {|let not = 1|} ^ "(* no comment *)"
[@@@ocaml.warning "-32"]
