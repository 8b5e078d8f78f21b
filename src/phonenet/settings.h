// How a phone network is set up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/unique_function.h"
#include "phonenet/personas/directory.h"

namespace courtesy::phonenet {

/// A number of the account: From of its calls and texts, and what is asked when somebody calls or writes to it.
struct OwnedNumber {
  std::string number;  ///< E.164
  std::string voice_url;
  std::string sms_url;
  std::string sms_fallback_url;
  std::string voice_status_url{};  ///< told when a call that came in is over
};

/// Chances, 0 to 1, each drawn for itself; all off.
struct Faults {
  double callback_lost = 0;
  double callback_doubled = 0;  ///< sent again after 0 to 5 s
  double callback_late = 0;     ///< held back by up to `lateness`, so that others overtake it
  milliseconds lateness{120'000};
  double answer_lost = 0;         ///< the request is carried out, the connection breaks before the answer
  double error_after = 0;         ///< the request is carried out, the answer is 500
  double error_before = 0;        ///< nothing is done, the answer is 500
  double too_many_requests = 0;   ///< nothing is done, the answer is 429
  milliseconds listing_lag{0};    ///< a list shows nothing that is younger
  milliseconds recording_lag{0};  ///< the sound of a recording that is younger is not there yet (404)
};

/// How the account's detector of answering machines errs.
struct Detector {
  milliseconds late{1'000};   ///< from what it heard to its verdict
  double missed = 0.15;       ///< machines whose beep it does not hear: no verdict
  double false_alarm = 0.05;  ///< calls in which it hears a beep that is none
  bool knows_all = false;     ///< who it is and when its tape runs, at once: for comparison
  double swapped = 0;         ///< calls in which it takes a person for a machine, or a machine for a person
};

/// What a recording is: how long it plays and what it says.
struct Clip {
  milliseconds length;
  std::string text;
};

struct Settings {
  std::string account_sid;  ///< AC and 32 hexadecimal digits
  std::string auth_token;
  /// API keys that open the account too: SK and 32 hexadecimal digits, and the secret. They sign nothing.
  std::vector<std::pair<std::string, std::string>> keys;
  /// Test credentials: nothing that they ask for is done, and only to them are magic numbers what they are. Empty:
  /// none.
  std::string test_account_sid{};
  std::string test_auth_token{};
  /// Where it is reached, for the URLs that it gives of itself (`RecordingUrl`).
  std::string base_url = "https://api.twilio.com";
  std::vector<OwnedNumber> numbers;

  /// Calls begun a second; more wait in the queue, as long as it takes. 0: no limit.
  double calls_per_second = 1;
  /// Segments a second from each of the account's numbers. 0: no limit.
  double segments_per_second = 1;
  /// After that long every call is hung up (Twilio: 4 hours).
  milliseconds time_limit{hours{4}};
  /// For each started minute of an answered call; in hundred-thousandths of a US dollar.
  std::int64_t call_price = 1'300;
  std::int64_t segment_price = 790;
  /// Parameters that the API does not know are refused (400, code 20001) and not only noted.
  bool strict = false;
  /// From a request of the REST API to its answer: half of it passes before anything is done, half after. Both ends are
  /// then in the journal. 0: at once.
  milliseconds answer_delay{0};

  std::uint64_t seed = 1;
  Directory directory;
  Faults faults;
  Detector detector;
  std::size_t journal_entries = 1'000'000;
  /// So many of the calls that are over are kept, with their recordings; those that have been over longest are
  /// forgotten, as if they had been deleted. 0: all are kept.
  std::size_t finished_calls = 0;
  /// Of so many calls it is kept what was exchanged about them (`Calls/{Sid}/Events`).
  std::size_t logged_calls = 0;
};

/// What is played from a URL: asked for each <Play>. Without one, or where it knows nothing, the sound is fetched and
/// heard for what it holds (audio/ear.h).
using Clips = UniqueFunction<std::optional<Clip>(std::string_view url)>;

}  // namespace courtesy::phonenet
