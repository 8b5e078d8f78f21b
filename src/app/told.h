// What a command did, for whoever asked: in words, or with --json as one object on one line.
#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include "app/command.h"

namespace courtesy::app {

struct Told {
  bool as_json = false;

  void declare(Options& options) { options.flag("--json", as_json, "as one JSON object"); }
  /// `words` end with their own line end.
  void tell(Outside& outside, const boost::json::object& object, std::string_view words) const;
};

}  // namespace courtesy::app
