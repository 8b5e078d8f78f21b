// The REST API's refusals, in the shape and with the codes of the classic API.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "http/message.h"

namespace courtesy::phonenet {

struct Problem {
  int status;  ///< of HTTP
  int code;    ///< of the error dictionary
  std::string message;
};

/// {"code":21211,"message":"…","more_info":"…/21211","status":400}
http::Response problem_response(const Problem& problem);

/// A value, or a Problem.
template <typename T>
class Checked {
 public:
  Checked(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Checked(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}
  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return std::get<0>(state_); }
  const Problem& problem() const { return std::get<1>(state_); }

 private:
  std::variant<T, Problem> state_;
};

}  // namespace courtesy::phonenet
