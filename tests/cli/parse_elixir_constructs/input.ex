# a comment is no documentation
defmodule MyApp.Accounts.User do
  @moduledoc """
  Users of all kinds. More.

      def example, do: :ignored
  """
  use Ecto.Schema, warn: true
  import Ecto.Query, only: [from: 2]
  alias MyApp.{Repo, Mailer.Queue}
  alias MyApp.Accounts.Role, as: R
  alias __MODULE__.Nested
  require Logger
  use GenServer
  @behaviour Plug
  @behaviour MyApp.Keeper

  @type t :: %__MODULE__{
          name: String.t(), # the name
          age: integer
        }
  @typep priv :: atom
  @opaque op(a) :: [a] when a: term
  @typedoc "The id. More."
  @type id :: integer
  @doc "Called at start."
  @callback init(opts :: term, atom) :: {:ok, term}
  @callback stop() :: :ok
  @macrocallback m(a) :: Macro.t()
  @optional_callbacks stop: 0, m: 1
  @timeout 5_000
  @enforce_keys [:name]
  defstruct [:name, age: 0, role: "x"]

  @doc """
  Creates a user. Second.
  """
  @doc since: "1.0"
  @spec create(map, keyword) :: {:ok, t} | {:error, term}
  @deprecated "Use new/1"
  def create(attrs, opts \\ [])

  def create(%{name: n} = attrs, [h | t])
      when is_binary(n) and n != "" do
    if n do
      1
    else
      2
    end

    case attrs do
      {:ok, x} when x > 1 -> x
      _ -> nil
    end

    cond do
      a -> 1
      true -> 2
    end

    with {:ok, a} <- foo(), {:ok, b} <- bar(a) do
      b
    else
      _ -> nil
    end

    unless x, do: 1, else: 2
    for x <- xs, x > 1, do: x
    Enum.map(xs, fn x -> x + 1 end)

    try do
      raise "x"
    rescue
      e in RuntimeError -> e
    catch
      :exit, _ -> 1
    after
      2
    end

    a && b || c
    create(attrs)
  end

  # between its clauses
  def create(_, _), do: nil
  def create(one), do: one

  @spec other(atom) :: atom when atom: var
  defp helper(x), do: x
  defmacro mac(do: block), do: quote(do: unquote(block))

  defmacro __using__(opts) do
    quote do
      def injected, do: unquote(opts)
    end
  end

  defmacrop mp(x), do: x
  defguard is_pos(x) when x > 0
  defguardp is_neg(x) when x < 0
  defdelegate size(s), to: Foo, as: :len
  def a + b, do: 1
  def -a, do: 1
  def no_args, do: 1
  def unquote(name)(x), do: x
  def ask?(x) when x, do: x
  def bang!(%R{} = r, _, [a, b]), do: r

  @doc false
  def hidden, do: 1
  @impl true
  def init(opts, name), do: {opts, name}
  def multi(fun) when is_function(fun), do: fun.(fn
    1 -> 2
    x when x > 1 -> 3
  end)

  if Mix.env() == :test do
    def conditional, do: 1
  end

  defmodule Nested do
    @moduledoc false
    defexception message: "oh", code: 1
    def f(x), do: ~s(def no, do: #{x})
  end

  test "it works", %{conn: conn} do
    assert conn
  end
end

defprotocol MyApp.Size do
  @doc "Computes it."
  @spec size(t) :: integer
  def size(data)
end

defimpl MyApp.Size, for: [Map, List] do
  def size(m), do: map_size(m)
end

defimpl MyApp.Size, for: BitString do
  def size(m), do: byte_size(m)
end
