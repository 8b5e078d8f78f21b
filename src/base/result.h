// Expected failures as values: Result<T>, Error, TRY; and INVARIANT for what must never happen.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace courtesy {

/// A code of its own goes only to an error that some caller treats differently.
enum class ErrorCode {
  invalid,      ///< the input is wrong; the message says what, where and how to mend it
  not_found,    ///< no such thing, or not this account's
  conflict,     ///< a unique key or a compare-and-set lost
  full,         ///< a stated bound is reached; trying later may help
  unavailable,  ///< the store, a file or a peer did not answer as it should
};

std::string_view to_string(ErrorCode code);

struct Error {
  ErrorCode code;
  std::string message;
};

inline Error invalid(std::string message) { return {ErrorCode::invalid, std::move(message)}; }

/// A T, or an Error. `TRY(expression)` goes on with the T or returns the Error.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// Only when ok().
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  /// Only when not ok().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  void value() const {}
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

/// Stops the process and says where; stays on in production.
[[noreturn]] void invariant_broken(const char* condition, const char* file, int line);

}  // namespace courtesy

// A statement expression: both compilers that the house is built with have it. Each has a name of its own, so that one
// may stand inside another.
#define TRY(expression) TRY_NUMBERED_(expression, __COUNTER__)
#define TRY_NUMBERED_(expression, number) TRY_NAMED_(expression, number)
#define TRY_NAMED_(expression, number)                                 \
  __extension__({                                                      \
    auto try_result_##number = (expression);                           \
    if (!try_result_##number.ok()) return try_result_##number.error(); \
    std::move(try_result_##number).value();                            \
  })

#define INVARIANT(condition)                                                        \
  do {                                                                              \
    if (!(condition)) ::courtesy::invariant_broken(#condition, __FILE__, __LINE__); \
  } while (false)
