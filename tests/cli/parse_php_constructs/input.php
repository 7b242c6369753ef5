#!/usr/bin/env php
<!DOCTYPE html>
<?php
declare(strict_types=1);

namespace App\Models;

use Foo\Bar;
use Foo\{Baz, Qux as Q, function helper, const X};
use App\Support\Str;
use \Vendor\Thing as Other;
use function strlen;
use const PHP_EOL, E_ALL;
use Exception;
require_once __DIR__ . '/lib.php';
include 'inc/a.php';
require("b.php");
require $somewhere;

/**
 * A user of it. More.
 *
 * @deprecated 2.0
 */
#[Attr(1), Other]
abstract class User extends Base implements A, B\C
{
    use T1, T2 { T1::x insteadof T2; T2::x as protected y; }

    public const A = 1, B = [2, 3];
    private const string C = 'c';
    const D = self::A . 'x';
    final protected const E = 4;

    /** Name doc. */
    public string $name = 'x', $other;
    private static ?int $count = null;
    protected readonly array|int $ro;
    var $old;
    public private(set) int $asym = 1;

    /** Makes one. */
    #[\Deprecated]
    public function __construct(
        private readonly string $a,
        #[Sensitive] protected ?B $b = null,
        int $plain = PHP_INT_MAX,
        Foo&Bar ...$rest,
    ) {
        $this->x = $plain ?: 1;
    }

    abstract protected function abs(): void;

    static function st(&$ref, callable $f = null, \Closure|string|null $c = null): static
    {
        return new static;
    }

    final private function fin(): ?self
    {
        if ($a && $b || !$c and $d) {
        } elseif ($e) {
        } else if ($f) {
        } else {
        }
        foreach ($x as $k => $v) { continue 2; }
        for (;;) { break; }
        while (1) { }
        do { } while (0);
        switch ($x) { case 1: case 2: break; default: }
        $r = match(true) { $a, $b => 1, default => 2 };
        try { } catch (A | B $e) { } finally { }
        $x = $a ? 1 : ($b ?: 2);
        $y = $a ?? 3;
        $fn = fn(int $x): int => $x * 2;
        $cl = function ($y) use ($x) { return $y ? 1 : 2; };
        $an = new class(1) extends Foo { public function inner() { if (1) { } } };
        goto end;
        end:
        echo "a $x {$y->z} b", 'lit', <<<EOT
 text $x { } function not() {}
EOT;
        return $this?->foo() xor 1;
    }

    public string $hooked {
        get => $this->x ?? 'none';
        set(string $v) { $this->x = $v; }
    }
    function &reference() { return $this->old; }
    function list() {}
    public function __toString(): string { return ''; }
}

interface I extends J, K
{
    const Z = 1;
    public function m(int $a): string;
    public int $size { get; }
}

// not a doc comment
trait T
{
    private $p;
    abstract function q();
    public static function r() {}
}

/** Suits. */
enum Suit: string implements HasLabel
{
    case Hearts = 'H';
    /** Black. */
    case Spades = 'S';
    const Wild = self::Spades;
    public function label(): string { return ucfirst($this->value); }
}

function top(int $a, $b = [1, 2], string ...$c): ?array
{
    function nested() {}
    static $cache = [];
    return null;
}
const TOPC = 1, TOPD = 'two';
define('DEFD', 5);
define("A_$b", 6);
$global = ['a' => 1];
$global[] = 2;
if (!function_exists('cond')) {
    function cond() {}
}

namespace Other\Deep;

class In {}
final readonly class Point { public function __construct(public int $x) {} }
return new class extends Migration {
    public function up(): void {}
};
?>
<p>function no() {}</p>
<?php if ($x): ?>
<b><?= $y ?></b>
<?php elseif ($z): ?>
<?php else: ?>
<?php endif; ?>
<?php function templated() { if ($x): foreach ($y as $z): endforeach; else: endif; }
