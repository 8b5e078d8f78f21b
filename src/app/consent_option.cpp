#include "app/consent_option.h"

#include <fmt/format.h>

#include "intake/attestation.h"

namespace courtesy::app {
namespace {

Error unclear(const std::string& said, const Error& error) {
  return invalid(
      fmt::format("--consent is \"{}\": {}. It is the ground on which people are contacted: who attests that they "
                  "agreed, since when, and how, like --consent \"Kim Reyes, 2026-05-01, on the intake form\"",
                  said, error.message));
}

}  // namespace

Result<void> check_consent(const std::string& said) {
  if (said.empty()) return {};
  const auto read = intake::read_attestation(said);
  if (!read) return unclear(said, read.error());
  return {};
}

Result<void> check_consent_begun(const std::string& said, Instant now) {
  if (said.empty()) return {};
  const auto begun = intake::check_begun(TRY(intake::read_attestation(said)), now);
  if (!begun) return unclear(said, begun.error());
  return {};
}

}  // namespace courtesy::app
