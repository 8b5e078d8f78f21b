// The REST API of the network: Calls, Messages, Recordings and IncomingPhoneNumbers of the classic API, JSON only; and
// Lookup v2.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "phonenet/api/parameters.h"
#include "phonenet/exchange/exchange.h"
#include "phonenet/exchange/texts.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

/// `RecordingChannels`, `RecordingTrack`, `Trim` and whom to tell; keeps a fault for what is none.
RecordingOrder read_recording_order(Parameters& parameters, std::string_view usual_trim);

/// With test credentials parameters are checked, magic numbers have their answers, and nothing is done (Twilio docs,
/// "Test credentials").
enum class Credentials { live, test };

class Rest {
 public:
  Rest(Office& office, Exchange& exchange, Texts& texts) : office_(office), exchange_(exchange), texts_(texts) {}

  /// Every refusal is in the journal.
  http::Response answer(const http::Request& request);

 private:
  /// What follows the account in the path, `.json` taken off: {"Calls", "CA…", "Notifications"}.
  using Path = std::vector<std::string>;

  http::Response route(const http::Request& request, const Path& path, Parameters& parameters);
  /// Whose credentials a request has, if anybody's.
  std::optional<Credentials> credentials_of(const http::Request& request) const;
  http::Response route_test(const http::Request& request, const Path& path, Parameters& parameters);

  http::Response calls(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response create_call(Parameters& parameters, Credentials credentials);
  http::Response list_calls(Parameters& parameters);
  http::Response update_call(Call& call, Parameters& parameters);
  http::Response of_call(Call& call, const http::Request& request, const Path& path, Parameters& parameters);
  http::Response notifications(Call& call, const http::Request& request, Parameters& parameters, const Path& path);
  void log(const Call& call, std::string_view path, const Parameters& parameters, int status);
  void note_unsupported(Call& call, const Parameters& parameters);

  http::Response messages(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response create_message(Parameters& parameters, Credentials credentials);
  http::Response list_messages(Parameters& parameters);
  http::Response update_message(Text& text, Parameters& parameters);
  http::Response media(Text& text, const http::Request& request, const Path& path, Parameters& parameters);
  http::Response feedback(const Text& text, Parameters& parameters);
  std::optional<http::Response> bytes_of_medium(const http::Request& request);

  /// Of all calls, or of one.
  http::Response recordings(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response one_recording(Recording& recording, const http::Request& request, bool in_call);
  /// Of a call that goes on.
  http::Response start_recording(Call& call, Parameters& parameters);
  http::Response change_recording(Call& call, Recording& recording, Parameters& parameters);
  http::Response list_recordings(Parameters& parameters, const Call* call);
  std::optional<http::Response> sound_of_recording(const http::Request& request);

  http::Response numbers(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response look_up(const http::Request& request);
  http::Response create_number(Parameters& parameters);
  http::Response create_test_number(Parameters& parameters);
  std::string any_number_of(std::string_view area_code);
  http::Response update_number(Number& number, Parameters& parameters, int status);

  /// Unknown parameters: noted, or refused where the settings are strict.
  void check_known(Parameters& parameters, std::initializer_list<std::string_view> known);
  http::Response refuse(int status, int code, std::string message);
  http::Response refuse(const Problem& problem);
  http::Response not_found(std::string_view what);
  /// Twilio has it, and the network has not.
  http::Response without_emulation(std::string_view resource);
  /// What test credentials do not open.
  http::Response refuse_test();

  Office& office_;
  Exchange& exchange_;
  Texts& texts_;
};

}  // namespace courtesy::phonenet
