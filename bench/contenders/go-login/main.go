// The same service as express-axios.js, as usually written in Go: net/http and http.DefaultClient. It stores nothing.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"os"
)

func login(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Code string `json:"code"`
	}
	if r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&in) != nil || in.Code == "" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	query := url.Values{
		"appid":      {os.Getenv("WECHAT_APP_ID")},
		"secret":     {os.Getenv("WECHAT_APP_SECRET")},
		"js_code":    {in.Code},
		"grant_type": {"authorization_code"},
	}
	answer, err := http.Get(os.Getenv("WECHAT_API_URL") + "/sns/jscode2session?" + query.Encode())
	if err != nil {
		http.Error(w, "WeChat is unreachable", http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	var session struct {
		OpenID  string `json:"openid"`
		ErrCode int    `json:"errcode"`
	}
	if json.NewDecoder(answer.Body).Decode(&session) != nil || session.ErrCode != 0 {
		http.Error(w, "WeChat refused", http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"openid": session.OpenID})
}

func main() {
	http.HandleFunc("/login", login)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
