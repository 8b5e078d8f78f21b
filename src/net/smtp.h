// Email out into the world: libcurl's SMTP on threads of its own (it waits for QUIT's answer, which no loop may).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/secret.h"
#include "mail/client.h"
#include "net/loop.h"
#include "net/reach.h"

namespace courtesy::net {

enum class SmtpTls {
  none,      ///< loopback, and servers that ask for no password
  starttls,  ///< required: a server that does not offer it gets no message
  implicit,  ///< TLS from the first byte (smtps, port 465)
};

struct SmtpSettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 25;
  SmtpTls tls = SmtpTls::none;
  std::string user;  ///< empty: no sign-in
  Secret<std::string> password;
  std::string hello = "localhost";     ///< the name this machine gives itself
  Reach reach = Reach::loopback_only;  ///< production says otherwise, explicitly
  std::size_t at_once = 4;             ///< connections
  std::size_t waiting = 256;           ///< for a connection; one more is not_sent
  bool hold_clock = true;              ///< a virtual clock stands still while a message waits or is under way
  std::string ca_file;                 ///< PEM, in place of the system's authorities; empty: the system's
};

/// One connection a message, and each message once. The time allowed is real time and begins with send().
///
/// The ending is what the server was seen to say: `refused` for a 5xx to MAIL, RCPT, DATA or the message; `not_sent`
/// for any 4xx, and for whatever went wrong before the message itself began to leave (also a refused sign-in, with
/// its code); `unknown` when it had begun to leave and no answer came. `detail` is the server's words, which may name
/// the recipient, or ours, which do not. What mail::compose() refuses is not_sent.
class SmtpClient final : public mail::Client {
 public:
  using Settings = SmtpSettings;

  /// `loop` outlives the client. Errors: `invalid` for a host or name that is none, and for a password that would go
  /// out in the clear to another machine.
  static Result<std::unique_ptr<SmtpClient>> make(AsioLoop& loop, Settings settings);
  /// Breaks off what is under way; its `done` is not called.
  ~SmtpClient() override;

  void send(mail::Message message, milliseconds total, UniqueFunction<void(mail::Outcome)> done) override;

 private:
  struct Core;
  explicit SmtpClient(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace courtesy::net
