// Twilio's error codes as data: what each is about, in words of our own.
#pragma once

#include <string_view>

#include "queue/attempt.h"

namespace courtesy::twilio {

struct Code {
  int number;
  Trouble trouble;
  std::string_view words;  ///< without the recipient; Twilio's own texts quote it
};

constexpr int too_many_requests = 20429;  ///< never processed: safe to send again (Twilio docs, error 20429)
constexpr int opted_out = 21610;          ///< the recipient answered STOP to this sender
constexpr int carrier_timed_out = 30410;  ///< delivered or not; Twilio itself does not send it again

/// An unknown code is about nothing we know: `Trouble::none`, "an error that Courtesy does not know".
Code code_of(int number);

}  // namespace courtesy::twilio
