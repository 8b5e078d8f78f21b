// The phone network: a Twilio-compatible API with scripted people and machines behind its numbers.
//
// It needs a loop, a clock and a client that reaches the application; real or virtual alike:
//
//     phonenet::Settings settings;
//     settings.account_sid = "AC…";                 // AC and 32 hexadecimal digits
//     settings.auth_token = "…";                    // also signs what the application is asked
//     settings.numbers = {{.number = "+12025550100", .voice_url = "http://app:8800/…", .sms_url =
//     "http://app:8800/…"}}; settings.directory = TRY(phonenet::Directory::read(text_of_the_numbers_file));
//     settings.seed = 7;
//     phonenet::Network network(loop, clock, client, std::move(settings));
//     network.journal().set_sink([&](const phonenet::Entry& entry) { file << to_json(entry) << std::endl; });
//     server.serve(port, network);                  // an http::Handler: REST under /2010-04-01/, control under /_/
//
// The application then uses http://HOST:PORT as the base URL of the API. Everything that the network does is in the
// journal. It knows nothing of the engine: it is a second opinion, and not an echo.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/loop.h"
#include "http/seam.h"
#include "phonenet/journal.h"
#include "phonenet/pulse.h"
#include "phonenet/settings.h"
#include "phonenet/witness.h"

namespace courtesy::phonenet {

class Network final : public http::Handler {
 public:
  /// Everything outlives the network; it must be destroyed on its loop.
  Network(Loop& loop, const Clock& clock, http::Client& client, Settings settings);
  ~Network() override;

  /// Answers at once, or after the delay in the settings. With faults in the settings an answer may be lost: its status
  /// is then `no_answer_status`.
  void handle(http::Request request, http::Respond respond) override;

  Journal& journal();
  const Journal& journal() const;
  /// Beats whenever anything has changed that a handset shows.
  Pulse& pulse();
  /// Told each call that was answered, when it is over.
  void set_witness(UniqueFunction<void(CallStory)> witness);
  /// What is played from URLs; see settings.h.
  void set_clips(Clips clips);
  /// Where it is reached, once that is known (`Settings::base_url`).
  void set_base_url(std::string url);
  /// How long answers of the application really take, where the network's clock is not real (webhooks/webhooks.h).
  void set_stopwatch(UniqueFunction<Uptime()> stopwatch);
  /// What a carrier would have punished (lint/lint.h), in words.
  std::string lint() const;
  /// From now on a list shows nothing that is younger; one record, asked for by its sid, is shown as it is.
  void set_listing_lag(milliseconds lag);

  /// A person calls one of the account's numbers, as the persona behind `from`, or as the one that is named (built in).
  /// Errors: `not_found` where `to` has no VoiceUrl, `invalid` for an unknown persona. The call's sid.
  Result<std::string> call_in(std::string from, std::string to, std::string_view persona = {});
  /// The same as whoever that is, a script and all (personas/script.h). Errors: as above.
  Result<std::string> call_in(std::string from, std::string to, Persona persona);
  /// A person writes. Errors: `not_found` where `to` is no number of the account. The text's sid.
  /// `media`: URLs of what belongs to it.
  Result<std::string> write_in(std::string from, std::string to, std::string body, std::vector<std::string> media = {});

  /// Calls that have not ended, queued ones too.
  std::size_t open_calls() const;
  /// {"calls":{"completed":3,…},"texts":{"delivered":2,…},"emails":{…},"open_calls":0,"journal":51}
  std::string summary() const;

 private:
  struct Parts;
  Result<std::string> scripted_call(const class Parameters& parameters);
  http::Response answer(const http::Request& request);
  http::Response control(const http::Request& request);
  /// Of `/_/tests` and what belongs to it; nothing for another path.
  std::optional<http::Response> test_control(const http::Request& request, const class Parameters& parameters);
  http::Response with_faults(const http::Request& request);
  void answer_later(http::Request request, http::Respond respond);

  std::unique_ptr<Parts> parts_;
};

/// The status of an answer that shall never arrive: whoever serves the handler closes the connection instead.
constexpr int no_answer_status = 0;

}  // namespace courtesy::phonenet
