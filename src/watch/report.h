// What the house says of itself: `/health` for whoever asks whether all is well, `/metrics` for whoever draws curves.
#pragma once

#include <boost/json/fwd.hpp>

#include "http/message.h"
#include "watch/causes.h"
#include "watch/counting_gateway.h"

namespace courtesy {

struct HouseReport {
  Seen seen;
  std::vector<OwnBeat> own;
  std::vector<std::string> red;         ///< in words; none: green
  std::vector<std::string> warnings{};  ///< what is not red and should be known
  Pages::Totals pages{};
  std::int64_t without_ending = 0;  ///< attempts intended, with their ending still to come
  SendCounts sends;                 ///< of this process
};

/// All that the two answers below say, as one object: for the operator's page.
boost::json::object described(const HouseReport& report);
/// 200 `{"status":"green",…}` or 503 `{"status":"red","red":["…"],…}`.
http::Response health_answer(const HouseReport& report);
/// Prometheus's text format, version 0.0.4.
http::Response metrics_answer(const HouseReport& report);
/// The store could not be asked.
http::Response health_unknown(const Error& error);

}  // namespace courtesy
