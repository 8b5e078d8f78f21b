#include "access/sealed.h"

#include <sodium.h>

#include "base/bytes.h"

namespace courtesy::access {
namespace {

constexpr std::string_view version = "1.";
static_assert(seal_key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(seal_nonce_bytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error not_sealed_so() { return invalid("a secret in the database was sealed with another key than secret.key"); }

}  // namespace

std::string seal(const Secret<std::string>& key, std::string_view nonce, std::string_view about,
                 const Secret<std::string>& text) {
  INVARIANT(key.reveal().size() == seal_key_bytes && nonce.size() == seal_nonce_bytes);
  const std::string& plain = text.reveal();
  std::string cipher(plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(cipher), nullptr, raw(plain), plain.size(), raw(about), about.size(),
                                             nullptr, raw(nonce), raw(key.reveal()));
  return std::string(version) + base64(std::string(nonce) + cipher);
}

Result<Secret<std::string>> unseal(const Secret<std::string>& key, std::string_view about, std::string_view sealed) {
  INVARIANT(key.reveal().size() == seal_key_bytes);
  if (!sealed.starts_with(version)) return not_sealed_so();
  const auto bytes = from_base64(sealed.substr(version.size()));
  if (!bytes || bytes->size() < seal_nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES) return not_sealed_so();
  const std::string_view nonce = std::string_view(*bytes).substr(0, seal_nonce_bytes);
  const std::string_view cipher = std::string_view(*bytes).substr(seal_nonce_bytes);
  std::string plain(cipher.size() - crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  const int failed =
      crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), nullptr, nullptr, raw(cipher), cipher.size(), raw(about),
                                                 about.size(), raw(nonce), raw(key.reveal()));
  if (failed != 0) return not_sealed_so();
  return Secret<std::string>(std::move(plain));
}

}  // namespace courtesy::access
