#include "node/recordings.h"

#include <fmt/format.h>

#include "flow/take.h"
#include "gateway/twilio/record.h"
#include "gateway/twilio/recording.h"
#include "node/errands.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// One recording that something is done about, held by whatever it waits for.
struct Copying {
  Recordings::Due which;
  Recording recording{};
  bool due = false;
  std::string body{};
  std::optional<Result<flow::Take>> take{};
};

flow::TakeRules rules_for(RecordingUse use) {
  return use == RecordingUse::take ? flow::TakeRules::prompt() : flow::TakeRules::message();
}

/// Nothing but a complete answer counts; the words are for the page.
Result<http::Response> answer_of(http::Exchange exchange) {
  if (auto* response = std::get_if<http::Response>(&exchange)) return std::move(*response);
  const auto* nothing = std::get_if<http::NothingLeft>(&exchange);
  const std::string why = nothing != nullptr ? nothing->why : std::get<http::Broken>(exchange).why;
  return Error{ErrorCode::unavailable, "the telephone gateway cannot be asked for it: " + why};
}

}  // namespace

using Shared = std::shared_ptr<Copying>;

struct RecordingCopier::Core : Errands<RecordingCopier::Core, Recordings::Due> {
  static constexpr auto tick = RecordingCopier::tick;
  static constexpr std::size_t most_at_once = RecordingCopier::most_at_once;
  static constexpr std::string_view not_looked_for = "recordings_not_looked_for";
  static Result<std::vector<Recordings::Due>> due(Unit& unit) {
    return unit.recordings().to_copy(2 * RecordingCopier::most_at_once);
  }

  explicit Core(Parts all) : parts(std::move(all)) {}

  void begin(const Recordings::Due& which) {
    if (!take(which)) return;
    const auto work = std::make_shared<Copying>(Copying{.which = which});
    parts.store.read(
        which.account,
        [work](Unit& unit) -> Result<void> {
          work->recording = TRY(unit.recordings().get(work->which.recording));
          // It may have been done since it was found.
          work->due = work->recording.next_at && *work->recording.next_at <= unit.now();
          return {};
        },
        while_here([work](Core& self, Result<void> result) {
          if (!result) return self.give_up(*work, result.error().message);
          if (!work->due) return self.leave(work->which);
          self.go_on(work);
        }));
  }

  void go_on(const Shared& work) {
    const Recording& one = work->recording;
    if (one.state == RecordingState::offered) {
      return note(work, [work](Unit& unit) { return unit.recordings().discard(work->which.recording); });
    }
    if (!twilio::is_recording_sid(one.what.provider_id)) {
      return note(work, [work](Unit& unit) -> Result<void> {
        TRY(unit.recordings().refused(work->which.recording, "the telephone gateway has no such recording", false));
        return unit.recordings().gone_there(work->which.recording);
      });
    }
    if (one.state == RecordingState::wanted) return fetch(work);
    const bool to_delete = one.state == RecordingState::discarded || parts.deletion.of(one.what.use);
    if (!one.at_provider || !to_delete)
      return note(work, [work](Unit& unit) { return unit.recordings().left_there(work->which.recording); });
    remove(work);
  }

  void fetch(const Shared& work) {
    parts.http.send(twilio::fetch_recording(parts.twilio, work->recording.what.provider_id), limits,
                    while_here([work](Core& self, http::Exchange exchange) {
                      auto response = answer_of(std::move(exchange));
                      if (!response) return self.fail(work, response.error().message);
                      if (response->status != 200) {
                        return self.fail(work, fmt::format("the telephone gateway answers {} instead of the recording",
                                                           response->status));
                      }
                      work->body = std::move(response->body);
                      self.parts.loop.aside(
                          [work] { work->take = flow::make_take(work->body, rules_for(work->recording.what.use)); },
                          self.while_here([work](Core& here) { here.keep(work); }));
                    }));
  }

  void keep(const Shared& work) {
    const bool delete_there = parts.deletion.of(work->recording.what.use);
    const RecordingId id = work->which.recording;
    if (!*work->take) {
      // Not what was said in it, but why it cannot be used.
      return note(work, [why = work->take->error().message, id, delete_there](Unit& unit) {
        return unit.recordings().refused(id, why, delete_there);
      });
    }
    note(work, [work, id, delete_there](Unit& unit) {
      const flow::Take& take = work->take->value();
      return unit.recordings().copied(id, AudioFile{.bytes = take.wav, .length = take.length, .peaks = take.peaks},
                                      delete_there);
    });
  }

  void remove(const Shared& work) {
    parts.http.send(
        twilio::delete_recording(parts.twilio, work->recording.what.provider_id), limits,
        while_here([work](Core& self, http::Exchange exchange) {
          const auto response = answer_of(std::move(exchange));
          if (!response) return self.fail(work, response.error().message);
          const bool gone = response->status / 100 == 2 || response->status == 404;
          if (!gone) {
            return self.fail(work, fmt::format("the telephone gateway answers {} to its deletion", response->status));
          }
          self.note(work, [work](Unit& unit) { return unit.recordings().gone_there(work->which.recording); });
        }));
  }

  void fail(const Shared& work, const std::string& why) {
    parts.log.warning("recording_not_copied", {{"recording", work->recording.what.provider_id}, {"why", why}});
    note(work, [work, why](Unit& unit) { return unit.recordings().failed(work->which.recording, why); });
  }

  void note(const Shared& work, courtesy::Work write) {
    parts.store.write(work->which.account, std::move(write), while_here([work](Core& self, const WriteEnding& written) {
                        if (written.commit != CommitEnding::committed) {
                          return self.give_up(
                              *work, written.work ? "the store could not commit" : written.work.error().message);
                        }
                        self.leave(work->which);
                        self.look();
                      }));
  }

  /// What is not written down is due again at once: not before the next tick.
  void give_up(const Copying& work, const std::string& why) {
    parts.log.warning("recording_given_up",
                      {{"recording", std::to_string(work.which.recording.value())}, {"why", why}});
    leave(work.which);
  }

  Parts parts;
};

RecordingCopier::RecordingCopier(Parts parts) : core_(std::make_shared<Core>(std::move(parts))) {}
RecordingCopier::~RecordingCopier() = default;

void RecordingCopier::start() { core_->start(); }

}  // namespace courtesy
