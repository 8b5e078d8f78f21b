// Email through a mail server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/secret.h"
#include "gateway/gateway.h"
#include "mail/client.h"

namespace courtesy {

namespace smtp {

struct Settings {
  std::string domain;                          ///< ours, for Message-IDs: `courtesy.example`
  std::string public_url;                      ///< of our server; the unsubscribe link is `PUBLIC/unsubscribe/TOKEN`
  std::vector<Secret<std::string>> link_keys;  ///< sign the links, newest first; at least 16 bytes each
  std::string unsubscribe_mailbox;             ///< where an unsubscribing mail may go instead; may be empty
};

/// The settings, checked. Errors: `invalid`, naming the setting. `public_url` must be https (RFC 8058 §3.1), or on
/// this machine.
Result<Settings> checked(Settings settings);

/// `<HASH@DOMAIN>`: the same for the same token, and tells nothing of it.
std::string message_id_of(const Secret<std::string>& token, std::string_view domain);

}  // namespace smtp

class SmtpGateway final : public Gateway {
 public:
  /// `client` must outlive the gateway and every callback. Errors: `invalid`, see smtp::checked.
  static Result<std::unique_ptr<SmtpGateway>> make(smtp::Settings settings, mail::Client& client);

  /// Emails. The message has List-Unsubscribe and List-Unsubscribe-Post (RFC 2369, RFC 8058), Auto-Submitted
  /// (RFC 3834) and, where the intent names one, Reply-To. Line ends become LF. Errors: `invalid` for an address that
  /// is none, a control character in a header, a subject or text that is empty, no UTF-8 or too long (200 and 100,000
  /// bytes), and for another channel.
  Result<Prepared> prepare(const Intent& intent) const override;
  /// The endings are mail::Ending's. When accepted, the provider's id is the Message-ID. `detail` is in words of our
  /// own: a server's often quote the recipient.
  void send(Prepared prepared, UniqueFunction<void(Ending)> done) override;
  /// Always `invalid`: a mail server cannot be asked what it has sent. A person decides.
  void look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) override;
  /// Always refused, code `email`.
  void redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) override;
  void call_off(std::string provider_id, UniqueFunction<void(Ending)> done) override;

 private:
  SmtpGateway(smtp::Settings settings, mail::Client& client) : settings_(std::move(settings)), client_(client) {}

  smtp::Settings settings_;
  mail::Client& client_;
};

}  // namespace courtesy
