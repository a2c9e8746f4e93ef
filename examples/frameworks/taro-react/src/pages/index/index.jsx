import { Button, Input, Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';

export default function Index() {
  const [openid, setOpenid] = useState('');
  const [name, setName] = useState('');
  const logIn = async () => {
    const { code } = await Taro.login();
    const { data } = await Taro.request({
      url: 'http://127.0.0.1:2020/openid',
      method: 'POST',
      data: { code },
    });
    setOpenid(data.openid);
  };
  return (
    <View>
      <Input id="name" value={name} onInput={({ detail }) => setName(detail.value)} />
      <Button id="login" type="primary" onClick={logIn}>
        Log in
      </Button>
      {openid !== '' && <Text id="openid">{`${name} ${openid}`}</Text>}
    </View>
  );
}
