// An account's flows: which it has, and publishing one of its own.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "flow/library.h"
#include "http/message.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

/// The most bytes that a flow's files may have on the wire.
inline constexpr std::size_t most_flow_bytes = 8u << 20;

Result<boost::json::object> flows_page(Unit& unit, const flow::Library& library);

/// What a request to publish asks for: its files as flow::archive() keeps them.
struct FlowToPublish {
  std::string archived;
  std::string who;
};
/// Reads and proves the files. A flow with a finding is not taken: 400 `invalid`, with all `findings`.
std::variant<FlowToPublish, http::Response> read_flow(const std::string& name, const boost::json::object& body);

Result<boost::json::object> publish_flow(Unit& unit, const FlowToPublish& flow, const flow::Library& library);
/// `hash`: an older version that new calls take again; empty: what comes with the program.
Result<boost::json::object> set_live_flow(Unit& unit, const std::string& name, const boost::json::object& body,
                                          const flow::Library& library);

}  // namespace courtesy::api
