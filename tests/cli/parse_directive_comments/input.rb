# frozen_string_literal: true

# rubocop:disable Style/X
# Says it.
class A
  # @return [Integer]
  B = 3 # rubocop:disable Style/Y
end
