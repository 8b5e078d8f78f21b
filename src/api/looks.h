// Looks of operators into accounts' ledgers that have left their trace within the hour.
#pragma once

#include <map>
#include <string>

#include "api/call.h"
#include "api/settings.h"

namespace courtesy::api {

/// In memory, and bounded: what is forgotten leaves a trace once more.
class Looks {
 public:
  explicit Looks(const Settings& settings) : settings_(settings) {}

  bool is_new(const Actor& actor, AccountId account, const std::string& what) const;
  void note(const Actor& actor, AccountId account, const std::string& what);

 private:
  const Settings& settings_;
  std::map<std::string, Instant> noted_;
};

}  // namespace courtesy::api
