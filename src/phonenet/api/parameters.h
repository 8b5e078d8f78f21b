// Parameters of a REST request, checked one by one: the first fault is the answer.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "phonenet/api/problem.h"

namespace courtesy::phonenet {

class Parameters {
 public:
  explicit Parameters(http::Fields fields) : fields_(std::move(fields)) {}

  const http::Fields& all() const { return fields_; }
  bool has(std::string_view name) const { return http::field(fields_, name).has_value(); }
  std::string get(std::string_view name, std::string_view otherwise = {}) const;
  std::vector<std::string> every(std::string_view name) const;
  /// Those whose names are not `known`.
  std::vector<std::string> unknown(std::initializer_list<std::string_view> known) const;

  // Each keeps the first fault that any of them found.
  std::string url(std::string_view name, int code);
  std::string method(std::string_view name, int code);
  std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most, int code);
  void refuse(int code, std::string message);

  const std::optional<Problem>& fault() const { return fault_; }

 private:
  http::Fields fields_;
  std::optional<Problem> fault_;
};

bool is_e164(std::string_view text);
/// As Lookup has it: in E.164, and neither too short nor too long for its country.
bool can_be_reached(std::string_view text);

}  // namespace courtesy::phonenet
