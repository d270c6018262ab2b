#!/bin/sh
# The certificates of the tests, made once: valid from 2026 to 2126, since tests say what time it is. Needs OpenSSL 3.
set -eu
cd "$(dirname "$0")"
days=36500

key() { # name kind
  case $2 in
    rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" 2>/dev/null ||
      openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key" ;;
    ec) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" ;;
    ed) openssl genpkey -algorithm ED25519 -out "$1.key" ;;
  esac
}
authority() { # name subject kind
  key "$1" "$3"
  openssl req -x509 -new -key "$1.key" -subj "/CN=$2" -days $days -out "$1.pem" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}
leaf() { # name subject kind authority extensions days
  key "$1" "$3"
  printf '%s\n' "$5" >"$1.ext"
  openssl req -new -key "$1.key" -subj "/CN=$2" |
    openssl x509 -req -CA "$4.pem" -CAkey "$4.key" -CAcreateserial -days "$6" -extfile "$1.ext" -out "$1.pem"
  rm -f "$1.ext"
}
ca='basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign'
end='basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment'
server="$end
extendedKeyUsage=serverAuth
subjectAltName=DNS:shop.lab,DNS:*.shop.lab"

authority root "Lab Root" rsa
authority stranger "A Stranger's Root" ec
leaf issuing "Lab Issuing" rsa root "$ca" $days
leaf server-rsa shop.lab rsa issuing "$server" $days
leaf server-ec shop.lab ec issuing "$server" $days
leaf server-ed shop.lab ed issuing "$server" $days
leaf expired shop.lab ec issuing "$server" 1
leaf foreign shop.lab ec stranger "$server" $days
leaf no-names shop.lab ec issuing "$end
extendedKeyUsage=serverAuth" $days
leaf client ada ec issuing "$end
extendedKeyUsage=clientAuth
subjectAltName=DNS:ada.lab" $days
rm -f root.key stranger.key issuing.key ./*.srl
