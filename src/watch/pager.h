// The pager: rings the operator by call, text and email in turn, until somebody acknowledges.
//
// It goes its own way: gateways of its own, no queue, no interlock but the allow list. A stop does not cut it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "flow/flow.h"
#include "gateway/gateway.h"
#include "http/seam.h"
#include "interlock/facts.h"
#include "mail/client.h"
#include "store/pages.h"
#include "store/store.h"
#include "watch/next_ring.h"
#include "watch/pager_token.h"

namespace courtesy {

class Pager {
 public:
  struct Parts {
    const Clock& clock;
    Store& store;
    flow::Flow flow;                        ///< `operator-page`
    Gateway* phone;                         ///< calls and texts; null: neither
    mail::Client* mail;                     ///< null: no email
    std::vector<Secret<std::string>> keys;  ///< verify the provider's requests; none: all are refused
    std::string signed_url;                 ///< over which they are signed
    Random& random;
    Log& log;
  };
  Pager(Parts parts, PagerSettings settings);

  /// One ring, committed and not made yet.
  struct Ring {
    PageSet set;
    Operator who;
    Channel channel = Channel::call;
    std::string words;
    bool allowed = false;  ///< by the allow list
  };
  /// Takes the causes in and decides, in the watch's own unit: what is to be rung once that is committed. Of two
  /// nodes that share a store the first to commit rings. May run again from its start.
  /// `secret`: of a set that begins, from spare_secret().
  Result<std::optional<Ring>> plan(Unit& unit, std::span<const Cause> causes, const std::string& secret);
  /// Chance is drawn on the loop and goes into the unit as a value.
  const std::string& spare_secret() const { return spare_secret_; }
  /// Makes the ring: once, on the loop, after the commit. A ring that a crash swallowed is not made again; the next is.
  void ring(Ring ring);

  /// While nothing can be written: the same rule, from memory. The next call begins where this one left it.
  void ring_from_memory(const Cause& cause, const Environment& environment);
  /// The store works again. True where what was told from memory waits for somebody yet.
  bool leave_memory();

  /// `/twilio/call/0.…`, texts of an operator to the pager's number, and the links under `/page/`.
  bool takes(const http::Request& request) const;
  void handle(http::Request request, http::Respond respond);

  const PagerSettings& settings() const { return settings_; }

 private:
  struct Step;
  struct Memory {
    std::vector<Page> pages;
    std::optional<PageSet> last;
    bool acknowledged = false;
  };
  void link(const http::Request& request, http::Respond respond);
  void reply(const std::string& from, const std::string& body, http::Respond respond);
  void call(const PageToken& token, const std::string& what, const http::Fields& fields, http::Respond respond);
  void call_ended(const PageToken& token, http::Respond respond);
  /// One step of the call: the document, and whether the page was acknowledged by it.
  Result<Step> converse(PageSet& set, const std::string& words, const std::string& what, const std::string& digits);
  Ring ring_of(const Move& move, std::span<const Page> pages, const Environment& environment,
               const std::string& secret) const;
  void record(const Ring& ring, const std::string& ending, const std::string& code);
  void send_mail(const Ring& ring);
  void send_phone(const Ring& ring);
  bool is_operator(std::string_view number) const;
  /// The set of the token, from memory; null: not one of those.
  PageSet* from_memory(const PageToken& token);
  void acknowledge_memory(const std::string& how);

  Parts parts_;
  PagerSettings settings_;
  std::string spare_secret_;
  Memory memory_;
};

}  // namespace courtesy
