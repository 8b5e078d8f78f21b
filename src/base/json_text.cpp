#include "base/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

namespace courtesy {
namespace {

bool has_double(const boost::json::value& value);

bool has_double(const boost::json::object& object) {
  return std::ranges::any_of(object, [](const auto& member) { return has_double(member.value()); });
}

bool has_double(const boost::json::value& value) {
  if (const auto* list = value.if_array())
    return std::ranges::any_of(*list, [](const boost::json::value& one) { return has_double(one); });
  if (const auto* object = value.if_object()) return has_double(*object);
  return value.is_double();
}

void write(std::string& out, const boost::json::value& value);

void write(std::string& out, const boost::json::object& object) {
  out += '{';
  bool first = true;
  for (const auto& [name, member] : object) {
    if (!first) out += ',';
    first = false;
    out += boost::json::serialize(boost::json::value(name));
    out += ':';
    write(out, member);
  }
  out += '}';
}

void write(std::string& out, const boost::json::array& list) {
  out += '[';
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += ',';
    write(out, list[i]);
  }
  out += ']';
}

void write(std::string& out, const boost::json::value& value) {
  if (!has_double(value)) {
    out += boost::json::serialize(value);
  } else if (const double* number = value.if_double()) {
    out += std::isfinite(*number) ? fmt::format("{}", *number) : "null";
  } else if (const auto* list = value.if_array()) {
    write(out, *list);
  } else {
    write(out, value.get_object());
  }
}

}  // namespace

std::string json_text(const boost::json::value& value) {
  std::string out;
  write(out, value);
  return out;
}

std::string json_text(const boost::json::object& object) {
  if (!has_double(object)) return boost::json::serialize(object);
  std::string out;
  write(out, object);
  return out;
}

}  // namespace courtesy
