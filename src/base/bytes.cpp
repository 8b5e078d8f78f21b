#include "base/bytes.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>

#include "base/result.h"
#include "base/secret.h"

namespace courtesy {
namespace {

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

template <auto Free>
struct Freed {
  void operator()(auto* owned) const { Free(owned); }
};

// OpenSSL's one-shot functions look their algorithm up by name at each call, which takes longer than hashing what is
// hashed here. So a thread keeps its contexts, ready to begin anew.
class Hash {
 public:
  explicit Hash(const char* name) : digest_(EVP_MD_fetch(nullptr, name, nullptr)), context_(EVP_MD_CTX_new()) {}

  std::string of(std::string_view bytes) {
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    INVARIANT(EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr) == 1);
    INVARIANT(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
    INVARIANT(EVP_DigestFinal_ex(context_.get(), out, &size) == 1);
    return {reinterpret_cast<const char*>(out), size};
  }

 private:
  std::unique_ptr<EVP_MD, Freed<EVP_MD_free>> digest_;
  std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context_;
};

class Hmac {
 public:
  explicit Hmac(std::string digest)
      : mac_(EVP_MAC_fetch(nullptr, "HMAC", nullptr)), context_(EVP_MAC_CTX_new(mac_.get())) {
    const OSSL_PARAM named[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                                OSSL_PARAM_construct_end()};
    INVARIANT(EVP_MAC_CTX_set_params(context_.get(), named) == 1);
  }

  std::string of(std::string_view key, std::string_view bytes) {
    unsigned char out[EVP_MAX_MD_SIZE];
    std::size_t size = 0;
    // Without a pointer OpenSSL goes on with the key before, which takes half the time of a new one.
    const bool same = keyed_ && key_.reveal() == key;
    const unsigned char* its_key = key.empty() ? raw("") : raw(key);
    INVARIANT(EVP_MAC_init(context_.get(), same ? nullptr : its_key, same ? 0 : key.size(), nullptr) == 1);
    if (!same) key_ = Secret(std::string(key));
    keyed_ = true;
    INVARIANT(EVP_MAC_update(context_.get(), raw(bytes), bytes.size()) == 1);
    INVARIANT(EVP_MAC_final(context_.get(), out, &size, sizeof out) == 1);
    return {reinterpret_cast<const char*>(out), size};
  }

 private:
  std::unique_ptr<EVP_MAC, Freed<EVP_MAC_free>> mac_;
  std::unique_ptr<EVP_MAC_CTX, Freed<EVP_MAC_CTX_free>> context_;
  Secret<std::string> key_;  ///< that the context has, once it is keyed
  bool keyed_ = false;
};

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), raw(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string base64url(std::string_view bytes) {
  std::string text = base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return invalid("not base64: its length is not a multiple of 4");
  std::string bytes(text.size() / 4 * 3 + 1, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), raw(text), static_cast<int>(text.size()));
  if (size < 0) return invalid("not base64: a character outside the alphabet");
  const auto padding =
      static_cast<std::size_t>(std::count(text.end() - std::min<std::ptrdiff_t>(2, text.size()), text.end(), '='));
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text.push_back(digits[byte >> 4]);
    text.push_back(digits[byte & 15]);
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  thread_local Hash hash("SHA256");
  return hash.of(bytes);
}

std::string hmac_sha1(std::string_view key, std::string_view bytes) {
  thread_local Hmac hmac("SHA1");
  return hmac.of(key, bytes);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  thread_local Hmac hmac("SHA256");
  return hmac.of(key, bytes);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace courtesy
