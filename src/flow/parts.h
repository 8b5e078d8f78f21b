// A flow's parts, as they were read: what the checker sees, and what a call goes by.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "flow/definition.h"
#include "flow/template.h"

namespace courtesy::flow {

/// A flow as read.
struct Parts {
  std::string name;
  Definition definition;
  std::map<std::pair<std::string, std::string>, Template> templates;      ///< by state and language
  std::map<std::string, std::shared_ptr<const Parts>, std::less<>> subs;  ///< the flows that it runs, by name
  std::map<std::string, std::string, std::less<>>
      audio;  ///< bytes by name: `opening/hello.wav`, `opening/es/hello.wav`
  std::map<std::string, std::string, std::less<>> audio_hashes;  ///< of the same: SHA-256, hex

  /// The state that collects a field, in this flow or one that it runs; null: none does.
  const State* collector(std::string_view field) const;
};

}  // namespace courtesy::flow
