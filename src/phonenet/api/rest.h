// The REST API of the network: Calls, Messages and IncomingPhoneNumbers of the classic API, JSON only.
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

class Rest {
 public:
  Rest(Office& office, Exchange& exchange, Texts& texts) : office_(office), exchange_(exchange), texts_(texts) {}

  /// For a path under /2010-04-01/. Every refusal is in the journal.
  http::Response answer(const http::Request& request);

 private:
  /// What follows the account in the path, `.json` taken off: {"Calls", "CA…", "Notifications"}.
  using Path = std::vector<std::string>;

  http::Response route(const http::Request& request, const Path& path, Parameters& parameters);
  bool authorized(const http::Request& request) const;

  http::Response calls(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response create_call(Parameters& parameters);
  http::Response list_calls(Parameters& parameters);
  http::Response update_call(Call& call, Parameters& parameters);
  http::Response list_notifications(Call& call, Parameters& parameters, const Path& path);
  void note_unsupported(Call& call, const Parameters& parameters);

  http::Response messages(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response create_message(Parameters& parameters);
  http::Response list_messages(Parameters& parameters);
  http::Response update_message(Text& text, Parameters& parameters);

  /// Of all calls, or of one.
  http::Response recordings(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response list_recordings(Parameters& parameters, const std::string& call_sid);
  std::optional<http::Response> sound_of_recording(const http::Request& request);

  http::Response numbers(const http::Request& request, const Path& path, Parameters& parameters);
  http::Response create_number(Parameters& parameters);
  http::Response update_number(Number& number, Parameters& parameters, int status);

  /// Unknown parameters: noted, or refused where the settings are strict.
  void check_known(Parameters& parameters, std::initializer_list<std::string_view> known);
  http::Response refuse(int status, int code, std::string message);
  http::Response refuse(const Problem& problem);
  http::Response not_found(std::string_view what);

  Office& office_;
  Exchange& exchange_;
  Texts& texts_;
};

}  // namespace courtesy::phonenet
