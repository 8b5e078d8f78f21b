// Reads calendars from their addresses, again and again, and takes them in as an import does.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "http/seam.h"
#include "intake/reading.h"
#include "node/feed_url.h"
#include "store/store.h"

namespace courtesy {

/// Looks every 30 s for feeds whose time has come, and reads at most two at once.
///
/// A feed is read like a file: what is new is planned, what moved is planned anew, what vanished is cancelled. A feed
/// that does not answer, that answers with anything but a calendar, or that is cut off cancels nothing: it is asked
/// again later and later (feed_back_off), and the ledger says why, as `imported` with the code `feed_failed`. One that
/// changed nothing leaves no line there. Addresses are in no log and no ledger; redirects are not followed.
///
/// It never sends: whoever dispatches is told by `changed`.
class FeedPoller {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    http::Client& http;  ///< reaches public addresses only, since these were written by others
    Log& log;
    intake::NumberReader read_number;
    FeedReach reach = FeedReach::public_web;
    std::function<void()> changed{};
    std::function<void()> got_on{};  ///< a look for feeds has come to its end: the poller's heartbeat
  };

  static constexpr seconds tick{30};
  static constexpr int most_at_once = 2;
  static constexpr http::Limits limits{.total = milliseconds{20'000}, .response_bytes = 8u << 20};
  /// How far ahead a calendar is read.
  static constexpr hours ahead{24 * 400};
  /// A feed that says that it did not change is read whole all the same once this old: its series go on, and `ahead`
  /// with them.
  static constexpr hours whole_again{24 * 7};

  explicit FeedPoller(Parts parts);
  /// What is under way is left: the next life reads it again, and nothing is taken in twice.
  ~FeedPoller();

  void start();

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace courtesy
