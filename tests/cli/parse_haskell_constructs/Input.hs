{-# LANGUAGE CPP #-}
{-# LANGUAGE GADTs, TypeFamilies #-}
-- |
-- Module      : Data.Shapes.Point
-- Description : Points and other things.
-- Copyright   : (c) someone
--
-- Long text.
module Data.Shapes.Point
  ( -- * Types
    Point(..)
  , Shape(Circle, radius)
  , Opaque
  , Class(..)
  , Wrap(Wrap)
  , foo
  , (<+>)
  , old
  , type (~>)
  , module Data.Bar
  , module M
  ) where

import qualified Data.Map as M
import Data.Bar (x, y)
import Data.List hiding (foo)
import "pkg" Foo.Baz
import {-# SOURCE #-} Data.Shapes.Internal
#if MIN_VERSION_base(4,8,0)
import Prelude
#endif

-- | A point.
-- Second line. More.
data Point a = Point
  { px :: !Int -- ^ How far right.
  , py, pz :: a  -- ^ the others
  }
  deriving (Eq, Show)
  deriving stock Ord

-- not a doc comment
data Shape
  = Circle { radius :: Double } -- ^ A round one.
  | Square Double
  | Int :+: Int
  | forall a. Show a => Any a
  | Both { radius :: Double, side :: Int }

newtype Wrap m a = Wrap { unWrap :: m a }
{-| Nobody sees
    inside. -}
data Opaque
data Term a where
  TInt :: Int -> Term Int
  TA, TB :: Term Bool
  TRec :: { field :: Int } -> Term ()
type Name = String
type a ~> b = a -> b
type family Elt a where
  Elt Int = Bool
data family DF a
data instance DF Int = DFInt Int
type instance Other Int = Bool

-- | A class.
class (Eq a, Show a) => Class a where
  type Assoc a
  -- | Makes one.
  method :: a -> Int -> a
  other, another :: a
  other = undefined
  withDefault :: a -> Int
  withDefault _ = 1
  {-# MINIMAL method #-}

instance Class Int where
  method x = x
  other = 1

instance (Show a) => Class (Maybe a) where
  method Nothing = Nothing
  method (Just x) = Just x

deriving instance Show Opaque

-- | Does foo. More.
foo :: forall a b. (Ord a, Num a)
    => a      -- ^ first
    -> (a -> b) -- ^ second
    -> [b]
    -> IO ()
foo 0 _ [] = return ()
foo n f (x:xs)
  | n > 1, Just y <- x = case n of
      1 -> a
      _ -> b
  | otherwise = if a && b || c then x else foo y
  where
    helper z = z
    q :: Int
    q = 1
{-# DEPRECATED foo, Circle "use bar" #-}
{-# INLINE foo #-}

(<+>) :: Int -> Int -> Int
a <+> b = a + b
infixl 6 <+>

bar, baz :: Int
bar = 1
baz = 2

noSig x ~y !z = \w -> do
  let k = 1
      g v = 2
  forM_ xs $ \i -> i

x `op` y = [a | a <- x, even a]

old :: Int -- the result
old = \case
  1 -> 2
  2 -> 3
  _ -> 3

pattern P :: Int -> (Int, Int)
pattern P x = (x, 1)
foreign import ccall "math.h sin" c_sin :: Double -> Double
lonely :: Int
main :: IO ()
main = if | a -> pure () | b -> f
(one, two) = (1, 2)
