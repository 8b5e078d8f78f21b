// The server's configuration file: docs/reference/configuration.md tells every key.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "dispatch/dispatcher.h"
#include "gateway/twilio/settings.h"
#include "ledger/retention.h"
#include "net/smtp.h"
#include "node/recordings.h"
#include "node/role.h"
#include "store/sqlite/sqlite_db.h"
#include "watch/settings.h"

namespace courtesy::app {

struct MailConfiguration {
  net::SmtpSettings server;         ///< with its password; `reach` is the caller's
  std::string domain;               ///< ours, in Message-IDs
  std::string unsubscribe_mailbox;  ///< may be empty
};

struct Configuration {
  bool production = false;  ///< stated explicitly, or it is not production
  std::string environment;  ///< the word itself
  std::string database;     ///< secret.key lies in the same folder
  std::string database_at;  ///< FILE:LINE:COLUMN where that is said
  int database_cache_mib = usual_cache_mib;
  std::string address;  ///< of this machine alone
  std::uint16_t port = 0;
  bool behind_proxy = false;  ///< which writes in X-Forwarded-For who asks
  std::string public_url;     ///< without a slash at its end
  std::set<std::string> allow_list;
  twilio::Settings twilio;  ///< with its secrets
  std::optional<MailConfiguration> mail;
  DispatchSettings pace;
  Role role = Role::all;
  LedgerRetention retention;
  RecordingDeletion deletion;  ///< at the telephone gateway, of what we have copied
  WatchSettings watch;
  minutes probe_every{5};                        ///< 0: no test reminders
  std::string ping_url;                          ///< empty: nobody elsewhere listens
  std::optional<twilio::Settings> pager_twilio;  ///< none: as `twilio`
  std::optional<net::SmtpSettings> pager_mail;   ///< none: the server of `mail`; by a client of its own either way
};

/// What a start has to say of the pager, a sentence each: in production that there is none; and that it would fail with
/// what it is to tell of.
std::vector<std::string> pager_warnings(const Configuration& configuration);

/// Reads the file and the secrets that it names (paths are seen from its folder). Errors: `invalid`, as
/// `FILE:LINE:COLUMN: what, and how to mend it`, also for a key that nobody knows; those of read_secret_file.
Result<Configuration> read_configuration(const std::string& path);

}  // namespace courtesy::app
