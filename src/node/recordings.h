// Copies recordings from the gateway, and deletes them there.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "gateway/twilio/settings.h"
#include "http/seam.h"
#include "store/recordings.h"
#include "store/store.h"

namespace courtesy {

/// Whether the gateway's own copy goes once ours is durable. What was thrown away is deleted there in any case.
struct RecordingDeletion {
  bool takes = true;
  bool messages = false;  ///< what clients said is the business's record: who wants it gone says so
  bool of(RecordingUse use) const { return use == RecordingUse::take ? takes : messages; }
};

/// Looks every 2 s for what is to be copied, deleted or given up (Recordings::to_copy), and does at most two at once.
///
/// A copy is normalised (flow/take.h) before it is kept; one that nobody could hear is refused with its reason. Where
/// the gateway does not give it, it is asked again later and later. URLs are built from the SID.
class RecordingCopier {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    http::Client& http;
    Log& log;
    twilio::Settings twilio;
    RecordingDeletion deletion{};
    std::function<void()> got_on{};  ///< a look has come to its end: the copier's heartbeat
  };

  static constexpr seconds tick{2};
  static constexpr int most_at_once = 2;
  static constexpr http::Limits limits{.total = milliseconds{30'000}, .response_bytes = 8u << 20};

  explicit RecordingCopier(Parts parts);
  /// What is under way is left: the next life does it again, and nothing is kept twice.
  ~RecordingCopier();

  void start();

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace courtesy
