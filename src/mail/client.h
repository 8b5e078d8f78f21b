// The seam of email: one message, an ending by what was observed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/unique_function.h"

namespace courtesy::mail {

/// Everything is UTF-8. Whoever makes one has refused CR and LF in every header value (see gateway/smtp).
struct Message {
  std::string from;       ///< address alone: reminders@clinic.example
  std::string from_name;  ///< may be empty
  std::string to;         ///< address alone
  std::string subject;
  std::string message_id;  ///< `<token@domain>`: the only handle there is for reconciliation
  std::vector<std::pair<std::string, std::string>> headers;  ///< List-Unsubscribe, Reply-To, ...
  std::string text;                                          ///< plain text, LF line ends
};

enum class Ending {
  accepted,  ///< the server took responsibility (250 after the final dot)
  refused,   ///< a complete 5xx, to the recipient or the message
  not_sent,  ///< a complete 4xx, or nothing reached the server: may be tried again
  unknown,   ///< anything else after the message had left
};

struct Outcome {
  Ending ending;
  int code = 0;  ///< SMTP reply code, 0 where none came
  std::string detail;
};

class Client {
 public:
  virtual ~Client() = default;
  /// `done`: once, on the loop.
  virtual void send(Message message, milliseconds total, UniqueFunction<void(Outcome)> done) = 0;
};

}  // namespace courtesy::mail
